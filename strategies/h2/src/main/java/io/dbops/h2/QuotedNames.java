package io.dbops.h2;

import io.dbops.value.QualifiedName;
import java.util.HashSet;
import java.util.Set;

/** Finds {@code "schema"."name"} in the SQL that H2 prints of views, defaults and checks, where every name is quoted. Pure. */
final class QuotedNames {

    private final String text;
    private final Set<QualifiedName> found = new HashSet<>();
    private int at;

    private QuotedNames(String text) {
        this.text = text;
    }

    /** The first two parts of each dotted name, outside of string literals. */
    static Set<QualifiedName> in(String text) {
        QuotedNames names = new QuotedNames(text);
        while (names.at < text.length()) {
            char c = text.charAt(names.at);
            if (c == '\'') {
                names.quoted();
            } else if (c == '"') {
                names.name();
            } else {
                names.at++;
            }
        }
        return names.found;
    }

    private void name() {
        String first = quoted();
        if (!dotted()) {
            return;
        }
        at++;
        found.add(new QualifiedName(first, quoted()));
        while (dotted()) {
            at++;
            quoted();
        }
    }

    private boolean dotted() {
        return text.startsWith(".\"", at);
    }

    /** What stands between the quote here and the one that closes it; doubled, it stands for itself. */
    private String quoted() {
        char quote = text.charAt(at);
        StringBuilder inside = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            at++;
            if (c == quote) {
                if (at >= text.length() || text.charAt(at) != quote) {
                    break;
                }
                at++;
            }
            inside.append(c);
        }
        return inside.toString();
    }
}
