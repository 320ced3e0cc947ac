# One image for web, worker, beat and migrate (target portal), and one for the connection pool (target pgbouncer).

FROM python:3.11-slim-bookworm AS packages
WORKDIR /portal
COPY requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --quiet --no-deps --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.11-slim-bookworm AS portal
RUN useradd --system --uid 10001 --home-dir /portal portal
WORKDIR /portal
COPY --from=packages /portal/.venv .venv
COPY . .
# Static files are part of the image; the values here are good for this step alone.
RUN mkdir --parents var \
    && PORTAL_MODE=production ALLOWED_HOSTS=build SECRET_KEY=build SCOPE_KEY=build AUDIT_KEY=build AUDIT_COPY_DIR=build \
       SEAL_KEY=$(printf "%064d" 0) \
       DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build .venv/bin/python manage.py collectstatic --noinput \
    && mkdir audit && chown --recursive portal: var audit
USER portal
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 PORTAL_MODE=production
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "zhangjiang.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--threads=4", \
     "--max-requests=10000", "--max-requests-jitter=1000", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]

FROM debian:bookworm-slim AS pgbouncer
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY deploy/pgbouncer/ /etc/portal-pgbouncer/
USER postgres
EXPOSE 6432
CMD ["/bin/sh", "/etc/portal-pgbouncer/start.sh"]
