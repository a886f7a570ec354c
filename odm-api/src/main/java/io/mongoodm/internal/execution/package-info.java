/** Runs the functions of models: prepared calls, the door they go through, sessions and transactions. */
@NullMarked
package io.mongoodm.internal.execution;

import org.jspecify.annotations.NullMarked;
