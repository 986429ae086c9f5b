package io.dbops.mysql.clean;

import io.dbops.value.QualifiedName;
import java.util.HashSet;
import java.util.Set;

/** Finds {@code `schema`.`name`} in the texts that a server prints of views and defaults. Pure. */
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
        names.scan();
        return names.found;
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                skipLiteral();
            } else if (c == '`') {
                name();
            } else {
                at++;
            }
        }
    }

    private void skipLiteral() {
        at++;
        while (at < text.length() && text.charAt(at) != '\'') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void name() {
        String first = part();
        if (!dotted()) {
            return;
        }
        at++;
        found.add(new QualifiedName(first, part()));
        while (dotted()) {
            at++;
            part();
        }
    }

    private boolean dotted() {
        return text.startsWith(".`", at);
    }

    private String part() {
        StringBuilder name = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            at++;
            if (c == '`') {
                if (at >= text.length() || text.charAt(at) != '`') {
                    break;
                }
                at++;
            }
            name.append(c);
        }
        return name.toString();
    }
}
