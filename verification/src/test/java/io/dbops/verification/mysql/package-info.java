/** The dialects and the snapshot backup of MySQL and MariaDB, on real servers, through either driver. */
@NullMarked
package io.dbops.verification.mysql;

import org.jspecify.annotations.NullMarked;
