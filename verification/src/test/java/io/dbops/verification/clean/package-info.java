/** Clean and reset: real servers, schemas with every kind of object that they know, and neighbours that must not be touched. */
@NullMarked
package io.dbops.verification.clean;

import org.jspecify.annotations.NullMarked;
