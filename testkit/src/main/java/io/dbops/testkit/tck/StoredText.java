package io.dbops.testkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Short texts as the content of objects. */
final class StoredText {

    private StoredText() {}

    static BackupStore.Content text(String text) {
        return out -> out.write(text.getBytes(UTF_8));
    }

    /** Writes a byte and throws an exception that is checked as an IOException, or unchecked. */
    static BackupStore.Content failingWith(Throwable failure) {
        return out -> {
            out.write(1);
            if (failure instanceof IOException checked) {
                throw checked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    static String readText(BackupStore store, ObjectKey key) throws IOException {
        return new String(readAll(store, key), UTF_8);
    }

    static byte[] readAll(BackupStore store, ObjectKey key) throws IOException {
        try (InputStream in = store.get(key)) {
            return in.readAllBytes();
        }
    }

    static List<String> keys(List<ObjectInfo> objects) {
        return objects.stream().map(each -> each.key().value()).toList();
    }
}
