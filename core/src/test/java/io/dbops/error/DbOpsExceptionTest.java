package io.dbops.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
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

    private static DbOpsException sample() {
        return DbOpsException.of(ErrorCode.DEADLINE, "the time was over")
                .with("migration", "3")
                .hint("Give it more time.")
                .cause(new IllegalStateException("late"))
                .build();
    }

    @Test
    void nothing_of_it_is_lost_when_it_is_serialized() throws Exception {
        DbOpsException failure = sample().withPartialWork(new PartialWork(List.of("1"), List.of(), List.of("3")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            DbOpsException read = (DbOpsException) in.readObject();
            assertThat(read).hasMessage(failure.getMessage());
            assertThat(read.code()).isEqualTo(failure.code());
            assertThat(read.context()).isEqualTo(failure.context());
            assertThat(read.hint()).isEqualTo(failure.hint());
            assertThat(read.partialWork()).isEqualTo(failure.partialWork());
        }
    }

    @Test
    void work_can_be_added_by_whoever_knows_it() {
        DbOpsException bare = sample();
        bare.addSuppressed(new IllegalStateException("cleaning up failed too"));
        PartialWork work = new PartialWork(List.of("1", "2"), List.of(), List.of("3"));
        DbOpsException failure = bare.withPartialWork(work);
        assertThat(failure).hasMessage(bare.getMessage()).hasCause(bare.getCause());
        assertThat(failure.getSuppressed()).isEqualTo(bare.getSuppressed());
        assertThat(failure.getStackTrace()).isEqualTo(bare.getStackTrace());
        assertThat(failure.partialWork()).contains(work);
    }

    @Test
    void tools_read_it_as_json() {
        DbOpsException failure = sample().withPartialWork(new PartialWork(List.of("1"), List.of(), List.of("3")));
        assertThat(failure.toJson())
                .isEqualTo("{\"code\":\"DEADLINE\",\"what\":\"the time was over\",\"retryable\":true,"
                        + "\"hint\":\"Give it more time.\",\"context\":{\"migration\":\"3\"},"
                        + "\"partialWork\":{\"done\":[\"1\"],\"failed\":[],\"notStarted\":[\"3\"]}}");
    }
}
