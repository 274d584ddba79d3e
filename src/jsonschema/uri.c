/*
 * uri.c
 *	  URI references: splitting and resolving (RFC 3986, section 5).
 *
 * No postgres.h: plain C, so that it can be tested and fuzzed without a
 * server.  Nothing is validated here; format_uri.c does that.
 */
#include "jsonschema/uri.h"

#include <string.h>

#include "jsonschema/format_text.h"

/* The result as far as it is written. */
typedef struct Output
{
	char	   *start;
	size_t		len;
} Output;

/* Length of the scheme s begins with, 0 if none ends in a colon. */
static size_t
scheme_span(const char *s, size_t len)
{
	size_t		n = 0;

	if (len == 0 || !accord_char_is(s[0], ACCORD_CHAR_HOST) || s[0] == '-' ||
		accord_char_is(s[0], ACCORD_CHAR_DIGIT))
		return 0;
	while (n < len &&
		   (accord_char_is(s[n], ACCORD_CHAR_HOST) || s[n] == '+' || s[n] == '.'))
		n++;
	return n < len && s[n] == ':' ? n : 0;
}

/* How many bytes come before the first of the delimiters. */
static size_t
part_span(const char *s, size_t len, const char *delimiters, size_t count)
{
	size_t		n = 0;

	while (n < len && memchr(delimiters, s[n], count) == NULL)
		n++;
	return n;
}

void
accord_uri_split(const char *s, size_t len, AccordUri *uri)
{
	const char *end = s + len;
	size_t		n = scheme_span(s, len);

	memset(uri, 0, sizeof(*uri));
	if (n > 0)
	{
		uri->scheme = s;
		uri->scheme_len = n;
		s += n + 1;
	}
	if (end - s >= 2 && s[0] == '/' && s[1] == '/')
	{
		s += 2;
		uri->authority = s;
		uri->authority_len = part_span(s, (size_t) (end - s), "/?#", 3);
		s += uri->authority_len;
	}
	uri->path = s;
	uri->path_len = part_span(s, (size_t) (end - s), "?#", 2);
	s += uri->path_len;
	if (s < end && *s == '?')
	{
		s++;
		uri->query = s;
		uri->query_len = part_span(s, (size_t) (end - s), "#", 1);
		s += uri->query_len;
	}
	if (s < end)
	{
		s++;
		uri->fragment = s;
		uri->fragment_len = (size_t) (end - s);
	}
}

static void
append(Output *out, const char *s, size_t len)
{
	if (len > 0)
		memcpy(out->start + out->len, s, len);
	out->len += len;
}

static char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
}

static char
to_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
}

/* The value of a hexadecimal digit. */
static unsigned
hex_value(char c)
{
	if (accord_char_is(c, ACCORD_CHAR_DIGIT))
		return (unsigned) (c - '0');
	return (unsigned) ((c | ' ') - 'a') + 10;
}

/* The byte that an escape stands for. */
static char
escaped_byte(const char *escape)
{
	return (char) (hex_value(escape[1]) << 4 | hex_value(escape[2]));
}

static bool
is_unreserved(char c)
{
	return accord_char_is(c, ACCORD_CHAR_HOST) || c == '.' || c == '_' || c == '~';
}

/*
 * Gives escapes from one place of the output on their normal form (section
 * 6.2.2): none where none is needed, else with capital digits.  A text with a
 * malformed one stays as it is, or its normal form might have another one.
 */
static void
normalize_escapes(Output *out, size_t from)
{
	char	   *start = out->start + from;
	size_t		len = out->len - from;
	size_t		to = 0;

	for (size_t i = 0; i < len; i++)
		if (start[i] == '%' && !accord_is_percent_escape(start + i, len - i))
			return;
	for (size_t i = 0; i < len; i++)
	{
		if (start[i] != '%')
			start[to++] = start[i];
		else if (is_unreserved(escaped_byte(start + i)))
		{
			start[to++] = escaped_byte(start + i);
			i += 2;
		}
		else
		{
			start[to++] = '%';
			start[to++] = to_upper(start[++i]);
			start[to++] = to_upper(start[++i]);
		}
	}
	out->len = from + to;
}

/* Lower-cases what follows a place of the output, but for its escapes. */
static void
lower_host(Output *out, size_t from)
{
	for (size_t i = from; i < out->len; i++)
	{
		if (accord_is_percent_escape(out->start + i, out->len - i))
			i += 2;
		else
			out->start[i] = to_lower(out->start[i]);
	}
}

/* The authority with its host in lower case: names of users have two cases. */
static void
append_authority(Output *out, const AccordUri *uri)
{
	size_t		user;
	size_t		at;

	append(out, "//", 2);
	at = out->len;
	append(out, uri->authority, uri->authority_len);
	normalize_escapes(out, at);
	user = part_span(out->start + at, out->len - at, "@", 1);
	if (user == out->len - at)
		user = 0;
	lower_host(out, at + user);
}

/* Length of the path without its last segment; the slash before it stays. */
static size_t
parent_len(const char *path, size_t len)
{
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len;
}

/*
 * Removes dot segments from the len bytes at path, in place; returns the new
 * length.  Unlike section 5.2.4, which only knows rooted paths, a path without
 * a leading slash keeps being one ("a/../b" is "b"), and keep_up leaves ".."
 * at its start where there is nothing to go up from.
 */
static size_t
remove_dot_segments(char *path, size_t len, bool keep_up)
{
	size_t		root = len > 0 && path[0] == '/' ? 1 : 0;
	size_t		from = root;
	size_t		to = root;
	size_t		fixed = root;	/* what ".." cannot take away */

	keep_up = keep_up && root == 0;
	while (from < len)
	{
		size_t		n = part_span(path + from, len - from, "/", 1);
		size_t		with_slash = from + n < len ? n + 1 : n;
		bool		here = n == 1 && path[from] == '.';
		bool		up = n == 2 && path[from] == '.' && path[from + 1] == '.';

		if (up && to > fixed)
			to = fixed + parent_len(path + fixed, to - fixed - 1);
		else if (!here && (!up || keep_up))
		{
			memmove(path + to, path + from, with_slash);
			to += with_slash;
			if (up)
				fixed = to;
		}
		from += with_slash;
	}
	return to;
}

/*
 * Writes the path of the target, after that of the base up to its last slash
 * if merge (section 5.2.3), without dot segments.  A path that would then
 * read as an authority or a scheme gets a dot segment before it: "/.//b",
 * "./a:b".
 */
static void
append_path(Output *out, const AccordUri *target, const AccordUri *base, bool merge)
{
	char	   *path = out->start + out->len;
	bool		relative = target->scheme == NULL && target->authority == NULL;
	const char *prefix = "";
	size_t		before;
	size_t		len;

	if (merge && base->authority != NULL && base->path_len == 0)
		append(out, "/", 1);
	else if (merge)
		append(out, base->path, parent_len(base->path, base->path_len));
	append(out, target->path, target->path_len);

	/* a malformed escape may go with its segment, and a dot be an escape */
	do
	{
		before = out->len;
		normalize_escapes(out, (size_t) (path - out->start));
		len = (size_t) (out->start + out->len - path);
		len = remove_dot_segments(path, len, relative);
		out->len = (size_t) (path - out->start) + len;
	} while (out->len < before);
	if (target->authority == NULL && len >= 2 && path[0] == '/' && path[1] == '/')
		prefix = "/.";
	else if (relative && scheme_span(path, len) > 0)
		prefix = "./";
	memmove(path + strlen(prefix), path, len);
	memcpy(path, prefix, strlen(prefix));
	out->len = (size_t) (path - out->start) + strlen(prefix) + len;
}

/*
 * Fills what the reference leaves out from the base (section 5.2.2); true if
 * the path is relative to that of the base.
 */
static bool
inherit(AccordUri *target, const AccordUri *base)
{
	if (target->scheme != NULL)
		return false;
	target->scheme = base->scheme;
	target->scheme_len = base->scheme_len;

	if (target->authority != NULL)
		return false;
	target->authority = base->authority;
	target->authority_len = base->authority_len;

	if (target->path_len > 0)
		return target->path[0] != '/';
	target->path = base->path;
	target->path_len = base->path_len;

	if (target->query == NULL)
	{
		target->query = base->query;
		target->query_len = base->query_len;
	}
	return false;
}

size_t
accord_uri_resolve(const char *base, size_t base_len, const char *ref,
				   size_t ref_len, char *out)
{
	Output		output = {out, 0};
	AccordUri	from;
	AccordUri	target;
	size_t		at;
	bool		merge;

	accord_uri_split(base, base_len, &from);
	accord_uri_split(ref, ref_len, &target);
	merge = inherit(&target, &from);

	if (target.scheme != NULL)
	{
		append(&output, target.scheme, target.scheme_len);
		for (size_t i = 0; i < output.len; i++)
			out[i] = to_lower(out[i]);
		append(&output, ":", 1);
	}
	if (target.authority != NULL)
		append_authority(&output, &target);
	append_path(&output, &target, &from, merge);
	if (target.query != NULL)
	{
		append(&output, "?", 1);
		at = output.len;
		append(&output, target.query, target.query_len);
		normalize_escapes(&output, at);
	}
	return output.len;
}

long
accord_uri_decode(const char *s, size_t len, char *out)
{
	size_t		n = 0;

	for (size_t i = 0; i < len; i++)
	{
		if (s[i] != '%')
		{
			out[n++] = s[i];
			continue;
		}
		if (!accord_is_percent_escape(s + i, len - i))
			return -1;
		out[n++] = escaped_byte(s + i);
		i += 2;
	}
	return (long) n;
}
