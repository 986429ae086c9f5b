package io.dbops.verification.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;

/** What a person does about a statement of which it is not known if it took effect: looks, and does as the hint says. */
final class InDoubt {

    private InDoubt() {}

    /** The statement that the hint gives for each of the two. */
    static String choice(DbOpsException failure, boolean tookEffect) {
        assertThat(failure.code()).isEqualTo(ErrorCode.MIGRATION_IN_DOUBT);
        String hint = failure.hint().orElseThrow();
        return tookEffect
                ? between(hint, "took effect, run: ", "; if it did not")
                : between(hint, "did not, run: ", "; then");
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
