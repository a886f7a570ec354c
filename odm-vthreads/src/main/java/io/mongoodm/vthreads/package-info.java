@NullMarked
package io.mongoodm.vthreads;

import org.jspecify.annotations.NullMarked;
