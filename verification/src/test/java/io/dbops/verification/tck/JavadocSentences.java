package io.dbops.verification.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of a source file says, sentence by sentence, as plain text. */
final class JavadocSentences {

    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)(?<!\\})\\*/", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("\\{@(?:code|link) (?:#(?=\\w))?([^}]*)\\}");

    /** Stands for a dot that ends no sentence while sentences are cut. */
    private static final char DOT_IN_CODE = '\u0001';

    private JavadocSentences() {}

    static List<String> of(Path source) throws IOException {
        List<String> sentences = new ArrayList<>();
        COMMENT.matcher(Files.readString(source))
                .results()
                .map((MatchResult comment) -> plain(comment.group(1)))
                .forEach(text -> add(sentences, text));
        return sentences;
    }

    private static String plain(String comment) {
        String text =
                comment.replaceAll("(?m)^\\s*\\*", " ").replace("<p>", " ").replaceAll("\\s+", " ");
        return MARKUP.matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(code.group(1).replace('.', DOT_IN_CODE)))
                .strip();
    }

    /** A tag begins a sentence of its own. */
    private static void add(List<String> sentences, String text) {
        for (String part : text.split("(?=@(?:param|return|throws) )")) {
            String clause =
                    part.replaceFirst("^@(?:param|throws) (\\S+) ", "$1: ").replaceFirst("^@return ", "Returns ");
            for (String sentence : clause.split("(?<=\\.)\\s+")) {
                if (!sentence.isBlank()) {
                    sentences.add(sentence.strip().replace(DOT_IN_CODE, '.'));
                }
            }
        }
    }
}
