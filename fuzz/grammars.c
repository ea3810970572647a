/* Parses damaged C and C++ with the grammars alone, walks each tree, and prints how much was done: for a build with
 * AddressSanitizer by any compiler. It uses of the parser what extlint uses, in the way that extlint does.
 *
 * grammars SEED SECONDS FILE...
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_c(void);
const TSLanguage *tree_sitter_cpp(void);

enum { LONGEST = 4096 };

typedef struct {
    char *bytes;
    uint32_t length;
} Text;

static uint64_t state;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state >> 11;
}

static uint32_t below(uint32_t limit)
{
    return limit > 0 ? (uint32_t)(next() % limit) : 0;
}

static const char *const WORDS[] = {
    "{", "}", "(", ")", "[", "]", "<", ">", ";", ",", "\"", "'", "R\"(", ")\"", "/*", "*/", "//", "\\\n", "\n#if 1\n",
    "\n#endif\n", "\n#else\n", "template <", "operator", "class ", "...", "::", "->", "asm(", "[[", "case ", "\xff", "\xc3\xa9",
    "\xf0\x9f\x98\x80", "\r\n", "auto ", "requires ", "L'", "0x", "1e", "co_await ", "\n#define M(x) x\n", "?", ":",
};

/* Puts `count` bytes of `from` in place of those from `at` to `end`. */
static void splice(Text *text, uint32_t at, uint32_t end, const char *from, uint32_t count)
{
    char kept[LONGEST];
    uint32_t rest = text->length - end;
    if (count > LONGEST - at) {
        count = LONGEST - at;
    }
    if (rest > LONGEST - at - count) {
        rest = LONGEST - at - count;
    }
    memcpy(kept, text->bytes + end, rest);
    memmove(text->bytes + at, from, count);
    memcpy(text->bytes + at + count, kept, rest);
    text->length = at + count + rest;
}

static void change(Text *text, const Text *other)
{
    uint32_t at = below(text->length + 1), end = at + below(1u << below(7));
    if (end > text->length) {
        end = text->length;
    }
    uint32_t from = below(other->length + 1), count = below(1u << below(9));
    if (count > other->length - from) {
        count = other->length - from;
    }
    char byte = (char)below(256);
    switch (below(6)) {
    case 0:
        splice(text, at, end, "", 0);
        break;
    case 1:
        splice(text, at, at, &byte, 1);
        break;
    case 2:
    case 3: {
        const char *word = WORDS[below(sizeof WORDS / sizeof *WORDS)];
        splice(text, at, at, word, (uint32_t)strlen(word));
        break;
    }
    case 4:
        splice(text, at, end, other->bytes + from, count);
        break;
    default:
        if (at < text->length) {
            text->bytes[at] = byte;
        }
    }
}

static const char *rest_of(void *payload, uint32_t byte, TSPoint point, uint32_t *length)
{
    const Text *text = payload;
    (void)point;
    *length = byte < text->length ? text->length - byte : 0;
    return text->bytes + (byte < text->length ? byte : text->length);
}

static uint32_t steps;

static bool stop(TSParseState *parse)
{
    (void)parse;
    return steps-- == 0;
}

/* Goes to every node, and asks it what extlint asks. */
static uint64_t walk(TSTree *tree, uint32_t length)
{
    uint64_t count = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    for (;;) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        count++;
        if (ts_node_end_byte(node) > length || ts_node_start_byte(node) > ts_node_end_byte(node)) {
            fprintf(stderr, "a node outside of the text\n");
            abort();
        }
        (void)ts_node_symbol(node);
        (void)ts_tree_cursor_current_field_id(&cursor);
        if (ts_node_has_error(node) && ts_node_named_child_count(node) > 0) {
            (void)ts_node_is_missing(ts_node_named_child(node, 0));
        }
        TSNode child = ts_node_child_by_field_id(node, 1 + (TSFieldId)(count % 30));
        if (!ts_node_is_null(child)) {
            (void)ts_node_is_extra(child);
        }
        if (ts_tree_cursor_goto_first_child(&cursor)) {
            continue;
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                ts_tree_cursor_delete(&cursor);
                return count;
            }
        }
    }
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "grammars SEED SECONDS FILE...\n");
        return 2;
    }
    state = strtoull(arguments[1], NULL, 10) * 0x9e3779b97f4a7c15u | 1;
    time_t end = time(NULL) + strtol(arguments[2], NULL, 10);
    uint32_t kept = 0;
    Text *texts = calloc((size_t)count, sizeof *texts);
    for (int i = 3; i < count; i++) {
        FILE *file = fopen(arguments[i], "rb");
        if (file == NULL) {
            continue;
        }
        char *bytes = malloc(LONGEST);
        texts[kept++] = (Text){bytes, (uint32_t)fread(bytes, 1, LONGEST, file)};
        fclose(file);
    }
    if (kept == 0) {
        return 2;
    }
    TSParser *parsers[] = {ts_parser_new(), ts_parser_new()};
    ts_parser_set_language(parsers[0], tree_sitter_c());
    ts_parser_set_language(parsers[1], tree_sitter_cpp());
    uint64_t runs = 0, nodes = 0, stopped = 0;
    while (time(NULL) < end) {
        const Text *first = &texts[below(kept)];
        char bytes[LONGEST];
        Text text = {bytes, first->length};
        memcpy(bytes, first->bytes, first->length);
        for (uint32_t i = below(6); i > 0; i--) {
            change(&text, &texts[below(kept)]);
        }
        /* Of just so many bytes: what is read behind them is seen. */
        Text exact = {malloc(text.length + (text.length == 0)), text.length};
        memcpy(exact.bytes, text.bytes, text.length);
        TSParser *parser = parsers[runs % 2];
        TSInput input = {&exact, rest_of, TSInputEncodingUTF8, NULL};
        TSParseOptions options = {NULL, stop};
        steps = below(8) == 0 ? below(20) : 10000;
        TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
        if (tree == NULL) {
            ts_parser_reset(parser);
            stopped++;
        } else {
            nodes += walk(tree, exact.length);
            ts_tree_delete(tree);
        }
        free(exact.bytes);
        runs++;
    }
    printf("%llu texts, %llu nodes, %llu stopped by their steps\n", (unsigned long long)runs, (unsigned long long)nodes,
           (unsigned long long)stopped);
    ts_parser_delete(parsers[0]);
    ts_parser_delete(parsers[1]);
    for (uint32_t i = 0; i < kept; i++) {
        free(texts[i].bytes);
    }
    free(texts);
    return 0;
}
