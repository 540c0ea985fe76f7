/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_get FILE PATH...: values of a JSON file, one a line, for the scripts in cli/.
 *
 * A path is steps joined by dots: the key of an object, the index of an array, or KEY=TEXT,
 * the first object of an array whose KEY is that text. The last step "#" is the number of
 * elements. Numbers are written with all their digits. Exit status 1: no such value.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first element of an array whose member KEY is TEXT. */
static const json_t *find(const json_t *array, const char *condition)
{
    const size_t key_length = strcspn(condition, "=");
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *element = json_array_get(array, i);
        char key[64];
        snprintf(key, sizeof key, "%.*s", (int)key_length, condition);
        const char *text = json_string_value(json_object_get(element, key));
        if (text && strcmp(text, condition + key_length + 1) == 0)
            return element;
    }
    return NULL;
}

static const json_t *step(const json_t *at, const char *name)
{
    if (json_is_object(at))
        return json_object_get(at, name);
    if (strchr(name, '='))
        return find(at, name);
    char *end;
    const unsigned long i = strtoul(name, &end, 10);
    return *end || end == name ? NULL : json_array_get(at, i);
}

static bool print(const json_t *value)
{
    if (json_is_string(value))
        puts(json_string_value(value));
    else
        json_dumpf(value, stdout, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (!json_is_string(value))
        puts("");
    return true;
}

static bool get(const json_t *at, char *path)
{
    for (char *name = strtok(path, "."); name && at; name = strtok(NULL, ".")) {
        if (strcmp(name, "#") == 0)
            return printf("%zu\n", json_array_size(at)) > 0;
        at = step(at, name);
    }
    return at && print(at);
}

int main(int n, char **words)
{
    json_error_t why;
    json_t *root = n > 2 ? json_load_file(words[1], 0, &why) : NULL;
    if (!root) {
        fprintf(stderr, "json_get: %s\n", n > 2 ? why.text : "FILE PATH...");
        return EXIT_FAILURE;
    }
    int status = EXIT_SUCCESS;
    for (int i = 2; i < n; i++) {
        char *path = strdup(words[i]);
        if (!path || !get(root, path)) {
            fprintf(stderr, "json_get: %s has no %s\n", words[1], words[i]);
            status = EXIT_FAILURE;
        }
        free(path);
    }
    json_decref(root);
    return status;
}
