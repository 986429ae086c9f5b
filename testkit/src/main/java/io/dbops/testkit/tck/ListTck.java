package io.dbops.testkit.tck;

import static io.dbops.testkit.tck.StoredText.keys;
import static io.dbops.testkit.tck.StoredText.readAll;
import static io.dbops.testkit.tck.StoredText.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link io.dbops.spi.BackupStore#find} and {@code list}; part of {@link BackupStoreTck}. */
abstract class ListTck extends PutTck {

    @Test
    void findTellsThereFromMissing() throws Exception {
        store.put(KEY, text("four"));
        assertThat(store.find(KEY)).hasValueSatisfying(info -> {
            assertThat(info.key()).isEqualTo(KEY);
            assertThat(info.size()).isEqualTo(4);
        });
        assertThat(store.find(ObjectKey.of(KEY.value() + "x"))).isEmpty();
        assertThat(store.find(ObjectKey.of("objects/20261122T093000Z"))).isEmpty();
        assertThatThrownBy(() -> readAll(store, ObjectKey.of("objects")))
                .isInstanceOfSatisfying(
                        DbOpsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_KEY_MISSING));
    }

    @Test
    void listAndFindTellTheSameOfAnObject() throws Exception {
        store.put(KEY, text("four"));
        store.put(ObjectKey.of("other"), text("longer"));
        for (ObjectInfo listed : store.list("")) {
            assertThat(store.find(listed.key())).contains(listed);
        }
        assertThat(store.list("")).extracting(ObjectInfo::size).containsExactly(4L, 6L);
    }

    @Test
    void listingsAreInKeyOrder() throws Exception {
        // Characters on either side of the slash: a walk over directories comes by these in another order.
        for (String key : List.of("b_", "b/b0", "b0", "a", "b-", "bb/a", "b/a", "B", "b.", "b=", "b/b/c")) {
            store.put(ObjectKey.of(key), text(key));
        }
        assertThat(keys(store.list("")))
                .containsExactly("B", "a", "b-", "b.", "b/a", "b/b/c", "b/b0", "b0", "b=", "b_", "bb/a");
    }

    @Test
    void aPrefixIsPlainCharactersAndNeedNotEndAtASlash() throws Exception {
        for (String key : List.of("m/a_b/1", "m/axb/1", "m/a_/2", "m/a%b", "m/a.b", "m/A_b", "n/m/a_b")) {
            store.put(ObjectKey.of(key), text(key));
        }
        assertThat(keys(store.list("m/a_"))).containsExactly("m/a_/2", "m/a_b/1");
        assertThat(keys(store.list("m/a_b/"))).containsExactly("m/a_b/1");
        assertThat(keys(store.list("m/a%"))).containsExactly("m/a%b");
        assertThat(keys(store.list("m/a."))).containsExactly("m/a.b");
        assertThat(keys(store.list("m/a_b/1"))).containsExactly("m/a_b/1");
        assertThat(keys(store.list("m"))).hasSize(6);
    }

    @Test
    void aPrefixThatNoKeyHasListsNothing() throws Exception {
        store.put(KEY, text("x"));
        for (String prefix : List.of("absent/", "/", "objects//", "../", "objects/../", "objects/*", ".*", "a b/c")) {
            assertThat(store.list(prefix))
                    .as("objects with prefix '%s'", prefix)
                    .isEmpty();
        }
    }

    @Test
    void aListingIsWholeHoweverManyObjectsThereAre() throws Exception {
        int many = manyObjects();
        for (int i = 0; i < many; i++) {
            store.put(ObjectKey.of("many/" + i), text(""));
        }
        assertThat(keys(store.list("many/")))
                .containsExactlyElementsOf(IntStream.range(0, many)
                        .mapToObj(i -> "many/" + i)
                        .sorted()
                        .toList());
    }
}
