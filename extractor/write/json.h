/* The document as JSON: what only the program needs beside drg_write_json of dragoman.h. */
#ifndef DRG_JSON_H
#define DRG_JSON_H

#include "dragoman.h"

/* The name of the output's format, the value of every record's "schema". */
#define JSON_SCHEMA "dragoman/1"

/* drg_write_json, and in front of what was found `extra`: members of the object that came in and pass through, as JSON
 * that is valid but for its UTF-8 (`"desk":7,"tags":["x"]`); empty if there are none. */
drg_status drg_write_json_with(const drg_document *document, const drg_json_options *options, drg_text extra,
                               drg_sink sink);

#endif
