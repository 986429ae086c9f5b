package io.dbops.migration.statement;

import io.dbops.spi.sql.SqlLexicon;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tokens with any look ahead. Used by one thread. */
final class TokenCursor {

    private final String text;
    private final SqlLexicon lexicon;
    private final Tokenizer tokenizer;
    private final List<Token> ahead = new ArrayList<>();

    TokenCursor(String text, SqlLexicon lexicon) {
        this.text = text;
        this.lexicon = lexicon;
        this.tokenizer = new Tokenizer(text, lexicon);
    }

    Token peek(int distance) {
        while (ahead.size() <= distance) {
            ahead.add(tokenizer.next());
        }
        return ahead.get(distance);
    }

    Token take() {
        Token token = peek(0);
        ahead.remove(0);
        return token;
    }

    boolean atEnd() {
        return peek(0).type() == Token.Type.END;
    }

    boolean wordsAhead(int distance, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(distance + i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes these words if all of them stand here. */
    boolean accept(String... words) {
        if (!wordsAhead(0, words)) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            take();
        }
        return true;
    }

    /** Takes the first of these words that stands here. */
    boolean acceptAny(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return true;
            }
        }
        return false;
    }

    boolean acceptSign(String sign) {
        if (!peek(0).isSign(sign)) {
            return false;
        }
        take();
        return true;
    }

    /** A name, qualified or not; takes nothing and answers {@code null} where none stands. */
    @Nullable
    ObjectName name() {
        if (!isNamePart(peek(0))) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        int start = peek(0).start();
        Token last = take();
        parts.add(read(last));
        while (peek(0).isSign(".") && isNamePart(peek(1))) {
            take();
            last = take();
            parts.add(read(last));
        }
        int size = parts.size();
        return new ObjectName(
                size > 1 ? parts.get(size - 2) : null, parts.get(size - 1), text.substring(start, last.end()));
    }

    private static boolean isNamePart(Token token) {
        return token.type() == Token.Type.WORD || token.type() == Token.Type.NAME;
    }

    private String read(Token token) {
        return token.type() == Token.Type.NAME
                ? token.text()
                : lexicon.identifierCase().of(text.substring(token.start(), token.end()));
    }

    /** Skips to a sign or word at this depth of parentheses, or to the end; says whether it stands there. */
    boolean skipTo(String signOrWord) {
        int depth = 0;
        while (!atEnd()) {
            Token token = peek(0);
            if (depth == 0 && (token.isSign(signOrWord) || token.isWord(signOrWord))) {
                return true;
            }
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")")) {
                depth--;
            }
            take();
        }
        return false;
    }
}
