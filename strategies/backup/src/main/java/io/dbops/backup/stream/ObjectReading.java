package io.dbops.backup.stream;

import io.dbops.backup.age.AgeException;
import io.dbops.backup.codec.CodecException;
import io.dbops.backup.manifest.StoredObject;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;

/** Reads objects back; every failure names the object. Thread-safe as far as the store is. */
public final class ObjectReading {

    private final BackupStore store;

    public ObjectReading(BackupStore store) {
        this.store = store;
    }

    /** A small object that no manifest vouches for; longer than {@code max} is an {@code INTEGRITY} error. */
    public byte[] small(ObjectKey key, int max) {
        try (InputStream in = store.get(key)) {
            byte[] bytes = in.readNBytes(max);
            if (in.read() >= 0) {
                throw tooLong(key, max);
            }
            return bytes;
        } catch (IOException e) {
            throw failure(key, e);
        }
    }

    /** Reads stored bytes against their digest; returns how many there are. */
    public long prove(StoredObject object) {
        try (StoredInput in = open(object)) {
            in.drain();
            return in.size();
        } catch (IOException e) {
            throw failure(object.key(), e);
        }
    }

    /** An object that a manifest names and that is not there is a fault of the backup. */
    public StoredInput open(StoredObject object) throws IOException {
        try {
            return new StoredInput(object, store.get(object.key()));
        } catch (DbOpsException e) {
            if (e.code() != ErrorCode.STORE_KEY_MISSING) {
                throw e;
            }
            throw DbOpsException.of(ErrorCode.INTEGRITY, "object " + object.key() + " is missing")
                    .with("object", object.key())
                    .hint("Use another backup, or put an intact copy of this object back.")
                    .cause(e)
                    .build();
        }
    }

    /**
     * The plain bytes of an object whose stored bytes are proven before the first of them is seen: for what is acted on, such as
     * SQL. The stored bytes are held in memory.
     */
    public InputStream proven(StoredObject object, ObjectCoding coding, boolean compressed, int maxStored) {
        if (object.size() > maxStored) {
            throw tooLong(object.key(), maxStored);
        }
        try (StoredInput in = open(object)) {
            byte[] stored = in.readNBytes(maxStored);
            in.drain();
            return coding.decode(new ByteArrayInputStream(stored), compressed);
        } catch (IOException e) {
            throw failure(object.key(), e);
        }
    }

    /** What a failure to read an object means. */
    public static DbOpsException failure(ObjectKey key, IOException cause) {
        ErrorCode code = ErrorCode.STORE;
        String hint = "Try again; then check that the store is reachable.";
        if (cause instanceof AgeException age) {
            code = age.failure() == AgeException.Failure.NO_MATCH ? ErrorCode.KEY : ErrorCode.INTEGRITY;
            hint = age.failure().hint();
        } else if (cause instanceof CodecException codec) {
            code = ErrorCode.INTEGRITY;
            hint = codec.failure().hint();
        } else if (cause instanceof ClosedByInterruptException) {
            code = ErrorCode.INTERRUPTED;
        }
        return DbOpsException.of(code, "object " + key + " cannot be read: " + cause.getMessage())
                .with("object", key)
                .hint(hint)
                .cause(cause)
                .build();
    }

    private static DbOpsException tooLong(ObjectKey key, int max) {
        return DbOpsException.of(
                        ErrorCode.INTEGRITY, "object " + key + " is longer than the " + max + " bytes expected")
                .with("object", key)
                .build();
    }
}
