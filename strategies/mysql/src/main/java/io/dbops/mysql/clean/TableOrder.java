package io.dbops.mysql.clean;

import io.dbops.value.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders tables so that each comes after those that refer to it. Foreign keys that close a circle are named: they are dropped
 * before, because MariaDB drops the tables of a statement one by one.
 */
final class TableOrder {

    private final List<QualifiedName> order = new ArrayList<>();
    private final List<ForeignKey> circular = new ArrayList<>();

    private TableOrder() {}

    static TableOrder of(List<QualifiedName> tables, List<ForeignKey> keys) {
        TableOrder result = new TableOrder();
        Set<QualifiedName> left = new LinkedHashSet<>(tables);
        List<ForeignKey> open = new ArrayList<>(keys.stream()
                .filter(key -> !key.table().equals(key.parent()))
                .filter(key -> left.contains(key.table()) && left.contains(key.parent()))
                .toList());
        while (!left.isEmpty()) {
            List<QualifiedName> free = free(left, open);
            if (free.isEmpty()) {
                // every table that is left is referred to by another: cut one circle open
                ForeignKey cut = onCircle(open);
                result.circular.add(cut);
                open.remove(cut);
                continue;
            }
            result.order.addAll(free);
            Set<QualifiedName> gone = new HashSet<>(free);
            left.removeAll(gone);
            open.removeIf(key -> gone.contains(key.table()));
        }
        return result;
    }

    private static List<QualifiedName> free(Set<QualifiedName> left, List<ForeignKey> open) {
        Set<QualifiedName> parents = new HashSet<>();
        open.forEach(key -> parents.add(key.parent()));
        return left.stream().filter(table -> !parents.contains(table)).toList();
    }

    /** Walks from a table to one that refers to it until it has been there: the last step is on a circle. */
    private static ForeignKey onCircle(List<ForeignKey> open) {
        Map<QualifiedName, ForeignKey> byParent = new HashMap<>();
        open.forEach(key -> byParent.putIfAbsent(key.parent(), key));
        Set<QualifiedName> seen = new HashSet<>();
        ForeignKey step = open.get(0);
        while (seen.add(step.table())) {
            step = byParent.getOrDefault(step.table(), step);
        }
        return step;
    }

    /** Referring tables first. */
    List<QualifiedName> order() {
        return order;
    }

    /** To be dropped before the tables. */
    List<ForeignKey> circular() {
        return circular;
    }
}
