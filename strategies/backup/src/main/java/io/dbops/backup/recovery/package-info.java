/**
 * What lets a person recover without DbOps: a script of exact commands for stock tools, and a page that says how to begin. Pure texts, fed
 * by the pipeline, stored with each backup.
 */
@NullMarked
package io.dbops.backup.recovery;

import org.jspecify.annotations.NullMarked;
