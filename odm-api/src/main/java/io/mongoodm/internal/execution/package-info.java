@NullMarked
package io.mongoodm.internal.execution;

import org.jspecify.annotations.NullMarked;
