/**
 * The tour: migrate, back up, lose data, restore, prove. It uses DbOps as an application would, on a schema of its own; the proof
 * reads both states through plain JDBC and shares no code with the backup engine.
 */
@NullMarked
package io.dbops.examples.tour;

import org.jspecify.annotations.NullMarked;
