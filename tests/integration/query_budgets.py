"""How many queries each page may take, whatever the number of rows; savepoints and the scope's own calls included."""

BUDGETS = {
    "/": 14,
    "/parks/": 16,
    "/parks/JNQ/": 20,
    "/incubators/": 16,
    "/work/": 15,
    "/overview/": 21,
    "/api/v1/parks/": 10,
}
