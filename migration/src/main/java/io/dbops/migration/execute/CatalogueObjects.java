package io.dbops.migration.execute;

import io.dbops.migration.statement.ObjectChange;
import io.dbops.migration.statement.ObjectChange.Action;
import io.dbops.migration.statement.ObjectKind;
import io.dbops.migration.statement.ObjectName;
import io.dbops.migration.statement.StatementReading;
import io.dbops.spi.sql.CatalogueObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects that a statement's definitions are about, as a catalogue is asked for them. */
final class CatalogueObjects {

    private CatalogueObjects() {}

    /** In the order of the changes, then their new names; none when the statement writes rows. */
    static Set<CatalogueObject> of(StatementReading reading) {
        Set<CatalogueObject> objects = new LinkedHashSet<>();
        List<CatalogueObject> newNames = new ArrayList<>();
        for (ObjectChange change : reading.changes()) {
            if (change.action() == Action.WRITE) {
                return Set.of();
            }
            boolean renames = change.action() == Action.RENAME;
            CatalogueObject other = change.otherName()
                    .map(name -> object(renames ? change.kind() : ObjectKind.TABLE, name, null))
                    .orElse(null);
            objects.add(object(change.kind(), change.name(), renames ? null : other));
            if (renames && other != null) {
                newNames.add(other);
            }
        }
        objects.addAll(newNames);
        return objects;
    }

    private static CatalogueObject object(ObjectKind kind, ObjectName name, @Nullable CatalogueObject table) {
        return new CatalogueObject(kind.words(), name.schema(), name.name(), table);
    }
}
