package io.dbops.backup.verify;

import io.dbops.backup.manifest.StoredObject;
import io.dbops.error.DbOpsException;
import io.dbops.error.ErrorCode;
import io.dbops.spi.BackupStore;
import io.dbops.spi.ObjectInfo;
import io.dbops.spi.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether objects are there with their sizes, found out with one listing per folder. */
public final class StoredPresence {

    private StoredPresence() {}

    /** What is missing or has another size, one sentence per object, by key. */
    public static Map<ObjectKey, String> faults(Collection<StoredObject> objects, BackupStore store) {
        Map<ObjectKey, Long> sizes = new HashMap<>();
        try {
            for (String folder : folders(objects)) {
                for (ObjectInfo info : store.list(folder)) {
                    sizes.put(info.key(), info.size());
                }
            }
        } catch (IOException e) {
            throw DbOpsException.of(
                            ErrorCode.STORE, "the objects of backups cannot be listed in " + store.description())
                    .cause(e)
                    .build();
        }
        Map<ObjectKey, String> faults = new LinkedHashMap<>();
        for (StoredObject object : objects) {
            Long size = sizes.get(object.key());
            if (size == null) {
                faults.put(object.key(), "object " + object.key() + " is missing");
            } else if (size != object.size()) {
                faults.put(
                        object.key(),
                        "object " + object.key() + " was altered: it has " + size + " bytes, " + object.size()
                                + " were stored");
            }
        }
        return faults;
    }

    private static Set<String> folders(Collection<StoredObject> objects) {
        Set<String> folders = new TreeSet<>();
        for (StoredObject object : objects) {
            List<String> segments = new ArrayList<>(List.of(object.key().value().split("/")));
            folders.add(String.join("/", segments.subList(0, Math.min(2, segments.size() - 1))) + "/");
        }
        return folders;
    }
}
