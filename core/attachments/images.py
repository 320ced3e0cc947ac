"""PNG and JPEG: decoded within limits and written anew, so that nothing but the picture is kept."""

import warnings
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.attachments.limits import IMAGE_PIXELS, IMAGE_SIDE
from core.errors import NotAllowed

JPEG_MODES = {"L", "RGB", "CMYK"}
PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}


def admit_png(file: IO[bytes]) -> IO[bytes]:
    return written_anew(file, "PNG", PNG_MODES, optimize=False)


def admit_jpeg(file: IO[bytes]) -> IO[bytes]:
    return written_anew(file, "JPEG", JPEG_MODES, quality=92)


def written_anew(file: IO[bytes], kind: str, modes: set[str], **options: Any) -> IO[bytes]:
    """The first frame's pixels, turned as the camera meant them, without metadata and whatever else was inside."""
    picture = opened(file, kind)
    try:
        upright = ImageOps.exif_transpose(picture)
        picture = upright if upright.mode in modes else upright.convert("RGB")
        bare = picture.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise damaged() from error
    bare.info = {name: bare.info[name] for name in ("transparency",) if name in bare.info}
    kept = BytesIO()
    bare.save(kept, kind, **options)
    return kept


def opened(file: IO[bytes], kind: str) -> Any:
    """The picture with its size known and nothing decoded yet; a size over the limits stops here."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=[kind])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise damaged() from error
    width, height = picture.size
    if width * height > IMAGE_PIXELS or max(width, height) > IMAGE_SIDE:
        raise NotAllowed(
            _("This picture has %(width)d by %(height)d points; at most %(limit)d million are taken. Save it smaller.")
            % {"width": width, "height": height, "limit": IMAGE_PIXELS // 1_000_000}
        )
    return picture


def damaged() -> NotAllowed:
    return NotAllowed(_("This picture is damaged. Open it, save it anew as PNG or JPEG, and send that."))
