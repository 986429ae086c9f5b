package io.dbops.migration.statement;

/**
 * One word, name, literal or sign of a statement; comments and blanks are none.
 *
 * @param type what it is
 * @param text a word in upper case, a quoted name without its quotes, a sign; nothing of a literal
 * @param start of its first character in the statement's text
 * @param end behind its last character
 */
record Token(Type type, String text, int start, int end) {

    enum Type {
        WORD,
        /** A quoted identifier. */
        NAME,
        LITERAL,
        SIGN,
        END
    }

    boolean isWord(String upper) {
        return type == Type.WORD && text.equals(upper);
    }

    boolean isSign(String sign) {
        return type == Type.SIGN && text.equals(sign);
    }
}
