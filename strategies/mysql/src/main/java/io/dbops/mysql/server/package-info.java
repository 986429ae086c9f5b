/**
 * What both dialects and the snapshot strategy must know of a server: which product it is, how names and texts are quoted,
 * what a user was granted. Knows nothing of migrations or backups.
 */
@NullMarked
package io.dbops.mysql.server;

import org.jspecify.annotations.NullMarked;
