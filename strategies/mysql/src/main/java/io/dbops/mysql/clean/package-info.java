/**
 * How schemas of MySQL and MariaDB are emptied. Fed by information_schema, which names what there is and, by foreign keys and the
 * texts of views, what depends on it.
 */
@NullMarked
package io.dbops.mysql.clean;

import org.jspecify.annotations.NullMarked;
