/**
 * The PostgreSQL module against real servers of every supported version.
 */
@NullMarked
package io.dbops.verification.postgresql;

import org.jspecify.annotations.NullMarked;
