package io.dbops.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DbOpsExceptionTest {

    @Test
    void the_message_says_what_failed_where_what_to_do_and_its_code() {
        DbOpsException failure = DbOpsException.of(ErrorCode.STORE, "the object cannot be read")
                .with("key", "objects/a")
                .hint("Check the permissions of the directory.")
                .partialWork(new PartialWork(List.of("a"), List.of("b"), List.of("c")))
                .build();
        assertThat(failure)
                .hasMessage("the object cannot be read {key=objects/a}"
                        + " Hint: Check the permissions of the directory. [STORE]");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.context()).containsEntry("key", "objects/a");
        assertThat(failure.partialWork()).contains(new PartialWork(List.of("a"), List.of("b"), List.of("c")));
    }
}
