package io.dbops.backup.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.backup.BackupLabel;
import io.dbops.error.DbOpsException;
import io.dbops.spi.ObjectKey;
import io.dbops.value.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContentsFileTest {

    private static final BackupLabel LABEL = BackupLabel.of("20261122T093000Z-F-3k9xq0ab");
    private static final ObjectKey KEY = Keyspace.fixed(LABEL, "contents.json");

    @Test
    void contents_are_read_back_as_they_were_written() {
        byte[] file = ContentsFile.write(contents());
        BackupContents read = ContentsFile.read(KEY, file, LABEL);
        assertThat(ContentsFile.write(read)).isEqualTo(file);
        assertThat(read.tables().get(0).rows()).isEqualTo(5);
        assertThat(read.tables().get(0).bytes()).isEqualTo(50);
        assertThat(read.schemas()).containsExactly("a", "b");
    }

    @Test
    void sums_chunks_and_labels_that_do_not_fit_are_refused_by_name() {
        String file = new String(ContentsFile.write(contents()), UTF_8);
        refused(file.replaceFirst("\"rows\":5", "\"rows\":6"));
        refused(file.replaceFirst("\"bytes\":50", "\"bytes\":51"));
        refused(file.replace("\"number\":1", "\"number\":2"));
        refused(file.replaceFirst("\"chunks\":\\[.*\\]}", "\"chunks\":[]}"));
        refused(file.replace(LABEL.value(), "20261122T093000Z-F-zzzzzzzz"));
        refused(file.substring(0, file.length() - 1));
    }

    private static void refused(String file) {
        assertThatThrownBy(() -> ContentsFile.read(KEY, file.getBytes(UTF_8), LABEL))
                .isInstanceOf(DbOpsException.class)
                .hasMessageContaining(KEY.value());
    }

    private static BackupContents contents() {
        ObjectKey object = ObjectKey.of("o/1");
        return new BackupContents(
                LABEL,
                "",
                List.of("roles"),
                List.of("b", "a"),
                1,
                2,
                List.of(new TableContents(
                        new QualifiedName("a", "t"),
                        "copy",
                        List.of("x", "y"),
                        "ctid",
                        "dd",
                        List.of(
                                new ChunkContents(0, "(0,5)", object, 2, 20, "00", "aa"),
                                new ChunkContents(1, "(5,)", object, 3, 30, "11", "bb")))));
    }
}
