/**
 * Writes the files that new migrations begin with. Fed by what the application asks for; feeds the developer's source folder.
 */
@NullMarked
package io.dbops.migration.create;

import org.jspecify.annotations.NullMarked;
