package io.dbops.mysql.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsvTextTest {

    @Test
    void everyByteIsWrittenAsTheGoldenFileHasIt() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        byte[] written = write(List.of(row(all, null), row(bytes(""), bytes("\\N"))));
        try (InputStream golden = TsvTextTest.class.getResourceAsStream("all-bytes.tsv.hex")) {
            assertThat(golden).isNotNull();
            String expected = new String(golden.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            assertThat(HexFormat.of().formatHex(written)).isEqualTo(expected);
        }
    }

    @Test
    void whatIsWrittenIsReadBackWhateverItsSize() throws IOException {
        Random random = new Random(7);
        List<List<byte @Nullable []>> rows = new ArrayList<>();
        for (int size : new int[] {0, 1, 2, 63, 64, 65_535, 65_536, 65_537, 200_000}) {
            byte[] value = new byte[size];
            random.nextBytes(value);
            rows.add(row(value, null, bytes("N"), new byte[] {'\\', 'N', '\n', '\t', 0}));
        }
        byte[] written = write(rows);
        assertThat(written).as("one line feed for each row").satisfies(text -> {
            int lines = 0;
            for (byte each : text) {
                lines += each == '\n' ? 1 : 0;
            }
            assertThat(lines).isEqualTo(rows.size());
        });
        TsvRows reader = new TsvRows(new ByteArrayInputStream(written));
        for (List<byte @Nullable []> expected : rows) {
            List<byte @Nullable []> row = reader.next();
            assertThat(row).isNotNull().hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(row.get(i)).isEqualTo(expected.get(i));
            }
        }
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\\", "a\\xb\n", "\\Na\n", "a\\N\n", "\\N\\N\n"})
    void textThatIsNeverWrittenIsRefused(String text) {
        TsvRows rows = new TsvRows(new ByteArrayInputStream(bytes(text)));
        assertThatThrownBy(rows::next).isInstanceOf(IOException.class).hasMessageContaining("row 1");
    }

    private static List<byte @Nullable []> row(byte @Nullable []... fields) {
        List<byte @Nullable []> row = new ArrayList<>();
        for (byte @Nullable [] field : fields) {
            row.add(field);
        }
        return row;
    }

    private static byte[] write(List<List<byte @Nullable []>> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TsvEscape escape = new TsvEscape(out);
        for (List<byte @Nullable []> row : rows) {
            for (byte @Nullable [] field : row) {
                escape.field(field);
            }
            escape.endRow();
        }
        escape.flush();
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
