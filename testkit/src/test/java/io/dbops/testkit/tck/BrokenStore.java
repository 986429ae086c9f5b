package io.dbops.testkit.tck;

import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import io.dbops.testkit.FaultyStore;
import io.dbops.testkit.InMemoryStore;
import io.dbops.testkit.StoreFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Stores that break the contract in one way each, with the test that must find out. */
enum BrokenStore {
    SHOWS_ITS_PASSWORD("aDescriptionSaysWhereTheStoreIsAndShowsNoCredentials", store -> new StoreDecorator(store) {
        @Override
        public String description() {
            return "s3://backup:" + BrokenStore.CREDENTIAL + "@bucket";
        }
    }),
    FLIPS_A_BIT("whatWasPutIsReadBackByteForByte", store -> FaultyStore.over(store)
            .on(FaultyStore.Operation.PUT, 1, StoreFault.flipBitAt(299_999))),
    IGNORES_OFFSETS("whatWasPutIsReadBackByteForByte", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            return super.put(
                    key,
                    out -> content.writeTo(new OutputStream() {
                        @Override
                        public void write(int value) throws IOException {
                            out.write(value);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            out.write(bytes, 0, length);
                        }
                    }));
        }
    }),
    LOSES_EMPTY_OBJECTS("anObjectMayBeEmpty", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(prefix).stream().filter(info -> info.size() > 0).toList();
        }
    }),
    CONFIRMS_A_WRONG_LENGTH("aPutConfirmsTheKeyAndTheLength", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            ObjectInfo info = super.put(key, content);
            return new ObjectInfo(key, info.size() + 1, info.storedAt());
        }
    }),
    CONFIRMS_ANOTHER_KEY("aPutConfirmsTheKeyAndTheLength", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            ObjectInfo info = super.put(key, content);
            return new ObjectInfo(ObjectKey.of("temp/" + key), info.size(), info.storedAt());
        }
    }),
    OVERWRITES("anOccupiedKeyIsRefusedWithItsOwnErrorAndKeepsItsObject", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            delete(key);
            return super.put(key, content);
        }
    }),
    CALLS_AN_OCCUPIED_KEY_AN_OUTAGE(
            "anOccupiedKeyIsRefusedWithItsOwnErrorAndKeepsItsObject", store -> new StoreDecorator(store) {
                @Override
                public ObjectInfo put(ObjectKey key, Content content) throws IOException {
                    if (find(key).isPresent()) {
                        throw DbOpsException.of(ErrorCode.STORE, key + " cannot be stored")
                                .build();
                    }
                    return super.put(key, content);
                }
            }),
    LISTS_LATE("whatWasPutIsVisibleToEveryReaderAtOnce", store -> new StoreDecorator(store) {
        private List<ObjectInfo> before = List.of();

        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            List<ObjectInfo> answer = before;
            before = super.list(prefix);
            return answer;
        }
    }),
    SHOWS_UNFINISHED_OBJECTS("nothingIsVisibleWhileTheContentIsBeingWritten", Unfinished::new),
    KEEPS_WHAT_A_FAILED_CONTENT_WROTE("aContentThatThrowsLeavesNoObject", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                content.writeTo(bytes);
            } finally {
                super.put(key, bytes::writeTo);
            }
            return find(key).orElseThrow();
        }
    }),
    RESERVES_KEYS_FOR_EVER("aKeyIsFreeAgainAfterItsPutFailed", store -> new StoreDecorator(store) {
        private final Map<ObjectKey, Boolean> reserved = new ConcurrentHashMap<>();

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            if (reserved.put(key, true) != null) {
                throw DbOpsException.of(ErrorCode.STORE_KEY_EXISTS, key + " is reserved")
                        .build();
            }
            return super.put(key, content);
        }
    }),
    WRAPS_WHAT_THE_CONTENT_THROWS("whatTheContentThrowsPassesThroughUnchanged", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            try {
                return super.put(key, content);
            } catch (IOException e) {
                throw DbOpsException.of(ErrorCode.STORE, key + " cannot be stored")
                        .cause(e)
                        .build();
            }
        }
    }),
    TRIES_THE_CONTENT_TWICE("theContentIsAskedForOnceByTheCallingThread", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            content.writeTo(OutputStream.nullOutputStream());
            return super.put(key, content);
        }
    }),
    WRITES_ON_ANOTHER_THREAD("theContentIsAskedForOnceByTheCallingThread", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            try {
                return CompletableFuture.supplyAsync(() -> putUnchecked(store, key, content))
                        .get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
        }
    }),
    SHARES_ONE_POSITION("everyGetReadsFromTheStart", store -> new StoreDecorator(store) {
        private final Map<ObjectKey, InputStream> open = new HashMap<>();

        @Override
        public InputStream get(ObjectKey key) throws IOException {
            if (!open.containsKey(key)) {
                open.put(key, super.get(key));
            }
            return open.get(key);
        }
    }),
    WANTS_READERS_TO_FINISH("aReaderMayStopEarly", store -> new StoreDecorator(store) {
        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return new FilterInputStream(super.get(key)) {
                @Override
                public void close() throws IOException {
                    if (available() > 0) {
                        throw new IOException("not read to the end");
                    }
                }
            };
        }
    }),
    READS_NOTHING_FROM_A_MISSING_KEY("aMissingKeyIsAStoreErrorThatNamesIt", store -> new StoreDecorator(store) {
        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return find(key).isPresent() ? super.get(key) : new ByteArrayInputStream(new byte[0]);
        }
    }),
    DOES_NOT_NAME_A_MISSING_KEY("aMissingKeyIsAStoreErrorThatNamesIt", store -> new StoreDecorator(store) {
        @Override
        public InputStream get(ObjectKey key) throws IOException {
            if (find(key).isEmpty()) {
                throw DbOpsException.of(ErrorCode.STORE_KEY_MISSING, "status 404")
                        .build();
            }
            return super.get(key);
        }
    }),
    FINDS_BY_PREFIX("findTellsThereFromMissing", store -> new StoreDecorator(store) {
        @Override
        public Optional<ObjectInfo> find(ObjectKey key) throws IOException {
            return list(key.value()).stream().findFirst();
        }
    }),
    LISTS_BY_ANOTHER_CLOCK("listAndFindTellTheSameOfAnObject", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(prefix).stream()
                    .map(info -> new ObjectInfo(info.key(), info.size(), Instant.EPOCH))
                    .toList();
        }
    }),
    LISTS_FOLDER_BY_FOLDER("listingsAreInKeyOrder", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            // A walk over sorted directories compares names, as if the slash came before every other character.
            Map<String, ObjectInfo> sorted = new TreeMap<>();
            super.list(prefix).forEach(info -> sorted.put(info.key().value().replace('/', '\0'), info));
            return new ArrayList<>(sorted.values());
        }
    }),
    LISTS_WITHOUT_REGARD_TO_CASE("listingsAreInKeyOrder", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            Map<String, ObjectInfo> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            super.list(prefix).forEach(info -> sorted.put(info.key().value(), info));
            return new ArrayList<>(sorted.values());
        }
    }),
    TAKES_A_PREFIX_FOR_A_FOLDER("aPrefixIsPlainCharactersAndNeedNotEndAtASlash", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
        }
    }),
    TAKES_A_PREFIX_FOR_A_PATTERN("aPrefixIsPlainCharactersAndNeedNotEndAtASlash", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            String pattern = prefix.replace("%", ".*").replace('_', '.') + ".*";
            return super.list("").stream()
                    .filter(info -> info.key().value().matches(pattern))
                    .toList();
        }
    }),
    TAKES_A_PREFIX_FOR_A_KEY("aPrefixThatNoKeyHasListsNothing", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(
                    prefix.isEmpty()
                            ? prefix
                            : ObjectKey.of(prefix + "x").value().replaceFirst("x$", ""));
        }
    }),
    LISTS_ONE_PAGE("aListingIsWholeHoweverManyObjectsThereAre", store -> new StoreDecorator(store) {
        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(prefix).stream().limit(39).toList();
        }
    }),
    HIDES_INSTEAD_OF_DELETING("noReaderSeesAnObjectAfterItsDelete", store -> new StoreDecorator(store) {
        private final Map<ObjectKey, Boolean> hidden = new ConcurrentHashMap<>();

        @Override
        public void delete(ObjectKey key) {
            hidden.put(key, true);
        }

        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            return super.list(prefix).stream()
                    .filter(info -> !hidden.containsKey(info.key()))
                    .toList();
        }
    }),
    CANNOT_DELETE_WHAT_IS_MISSING("deletingAMissingKeyIsNoError", store -> new StoreDecorator(store) {
        @Override
        public void delete(ObjectKey key) throws IOException {
            if (find(key).isEmpty()) {
                throw DbOpsException.of(ErrorCode.STORE_KEY_MISSING, "object " + key + " is missing")
                        .build();
            }
            super.delete(key);
        }
    }),
    DELETES_BY_PREFIX("aDeleteTakesThatObjectAndNoOther", store -> new StoreDecorator(store) {
        @Override
        public void delete(ObjectKey key) throws IOException {
            for (ObjectInfo info : list(key.value())) {
                super.delete(info.key());
            }
        }
    }),
    FOLDS_CASE("everyObjectKeyCanBeStored", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            return super.put(ObjectKey.of(key.value().toLowerCase(Locale.ROOT)), content);
        }

        @Override
        public InputStream get(ObjectKey key) throws IOException {
            return super.get(ObjectKey.of(key.value().toLowerCase(Locale.ROOT)));
        }
    }),
    LETS_THE_LAST_WRITER_WIN("ofWritersThatMeetAtAKeyExactlyOneWinsWhole", store -> new StoreDecorator(store) {
        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            if (find(key).isPresent()) {
                throw DbOpsException.of(ErrorCode.STORE_KEY_EXISTS, key + " is occupied")
                        .build();
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.writeTo(bytes);
            synchronized (this) {
                delete(key);
                return super.put(key, bytes::writeTo);
            }
        }
    }),
    IS_FOR_ONE_THREAD("manyThreadsMayUseOneStore", store -> new StoreDecorator(store) {
        private volatile ObjectKey current = ObjectKey.of("none");

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            current = key;
            LockSupport.parkNanos(2_000_000);
            return super.put(current, content);
        }
    });

    static final String CREDENTIAL = "hunter2";

    private final String sentence;
    private final Function<BackupStore, BackupStore> breaking;

    BrokenStore(String sentence, Function<BackupStore, BackupStore> breaking) {
        this.sentence = sentence;
        this.breaking = breaking;
    }

    String sentence() {
        return sentence;
    }

    BackupStore store() {
        return breaking.apply(new InMemoryStore());
    }

    private static ObjectInfo putUnchecked(BackupStore store, ObjectKey key, BackupStore.Content content) {
        try {
            return store.put(key, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows what is being written with the length that it has so far. */
    private static final class Unfinished extends StoreDecorator {
        private final Map<ObjectKey, ByteArrayOutputStream> unfinished = new ConcurrentHashMap<>();

        Unfinished(BackupStore store) {
            super(store);
        }

        @Override
        public ObjectInfo put(ObjectKey key, Content content) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            unfinished.put(key, bytes);
            try {
                content.writeTo(bytes);
            } finally {
                unfinished.remove(key);
            }
            return super.put(key, bytes::writeTo);
        }

        @Override
        public List<ObjectInfo> list(String prefix) throws IOException {
            List<ObjectInfo> all = new ArrayList<>(super.list(prefix));
            unfinished.forEach((key, bytes) -> all.add(new ObjectInfo(key, bytes.size(), Instant.EPOCH)));
            return all;
        }
    }
}
