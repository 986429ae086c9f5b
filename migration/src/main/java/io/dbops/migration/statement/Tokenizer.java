package io.dbops.migration.statement;

import io.dbops.spi.sql.SqlLexicon;
import io.dbops.spi.sql.SqlLexicon.LineComment;
import io.dbops.spi.sql.SqlLexicon.Quote;
import io.dbops.spi.sql.SqlLexicon.Trait;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts one whole statement, which the splitter found complete, into tokens, as far as it is asked. */
final class Tokenizer {

    private final String text;
    private final SqlLexicon lexicon;
    private int at;

    Tokenizer(String text, SqlLexicon lexicon) {
        this.text = text;
        this.lexicon = lexicon;
    }

    /** The next token; at the end, {@link Token.Type#END} again and again. */
    Token next() {
        skipBlanksAndComments();
        int start = at;
        if (at >= text.length()) {
            return new Token(Token.Type.END, "", start, start);
        }
        Quote quote = quoteAhead();
        if (quote != null) {
            return quoted(quote);
        }
        int tag = dollarTag();
        if (tag > 0) {
            int close = text.indexOf(text.substring(at, at + tag), at + tag);
            at = close < 0 ? text.length() : close + tag;
            return new Token(Token.Type.LITERAL, "", start, at);
        }
        if (isWordPart(text.charAt(at))) {
            while (at < text.length() && isWordPart(text.charAt(at))) {
                at++;
            }
            return new Token(Token.Type.WORD, text.substring(start, at).toUpperCase(Locale.ROOT), start, at);
        }
        at++;
        return new Token(Token.Type.SIGN, text.substring(start, at), start, at);
    }

    private Token quoted(Quote quote) {
        int start = at;
        boolean literal = quote.close() == '\'' || quote.backslashEscapes();
        StringBuilder inside = new StringBuilder();
        at += quote.open().length();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote.close()) {
                if (at >= text.length() || text.charAt(at) != quote.close()) {
                    break;
                }
                at++;
            } else if (c == '\\' && quote.backslashEscapes() && at < text.length()) {
                at++;
            }
            if (!literal) {
                inside.append(c);
            }
        }
        return new Token(literal ? Token.Type.LITERAL : Token.Type.NAME, inside.toString(), start, at);
    }

    private @Nullable Quote quoteAhead() {
        for (Quote quote : lexicon.quotes()) {
            if (text.regionMatches(true, at, quote.open(), 0, quote.open().length())) {
                return quote;
            }
        }
        return null;
    }

    /** The length of the dollar quote's opening tag here; 0 when there is none. */
    private int dollarTag() {
        if (!lexicon.has(Trait.DOLLAR_QUOTES) || text.charAt(at) != '$') {
            return 0;
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$') {
                return i + 1 - at;
            }
            if (!isWordPart(c) || (i == at + 1 && Character.isDigit(c))) {
                return 0;
            }
        }
        return 0;
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (lineCommentAhead()) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (executableComment()) {
                continue;
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else {
                return;
            }
        }
    }

    /** What stands in it is code, so only its marks are skipped. */
    private boolean executableComment() {
        if (!lexicon.has(Trait.EXECUTABLE_COMMENTS)) {
            return false;
        }
        if (text.startsWith("*/", at)) {
            at += 2;
            return true;
        }
        int mark = text.startsWith("/*!", at) ? 3 : text.startsWith("/*M!", at) ? 4 : 0;
        if (mark == 0) {
            return false;
        }
        at += mark;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return true;
    }

    private void blockComment() {
        int depth = 0;
        do {
            if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (text.startsWith("/*", at) && (depth == 0 || lexicon.has(Trait.NESTED_BLOCK_COMMENTS))) {
                depth++;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
    }

    private boolean lineCommentAhead() {
        for (LineComment comment : lexicon.lineComments()) {
            if (text.startsWith(comment.open(), at)) {
                int after = at + comment.open().length();
                if (!comment.needsBlankAfter()
                        || after >= text.length()
                        || Character.isWhitespace(text.charAt(after))
                        || Character.isISOControl(text.charAt(after))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || c == '$' || c == '#' || c >= 0x80 || Character.isLetterOrDigit(c);
    }
}
