/** What a database can do is said before anything is done, on every database. */
@NullMarked
package io.dbops.verification.check;

import org.jspecify.annotations.NullMarked;
