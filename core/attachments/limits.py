"""How much of anything is taken; each number is read by one check and said in its sentence."""

MEGABYTE = 1024 * 1024

ARCHIVE_ENTRIES = 2_000  # parts of a workbook or a document
ARCHIVE_BYTES = 200 * MEGABYTE  # of all parts unpacked
ARCHIVE_RATIO = 200  # unpacked to packed, of a part over a megabyte
IMAGE_PIXELS = 50_000_000
IMAGE_SIDE = 20_000
OBJECT_STREAM_BYTES = 20 * MEGABYTE  # of a PDF's packed objects, unpacked to be looked at
NAME_CHARACTERS = 120
