@NullMarked
package io.mongoodm.testkit;

import org.jspecify.annotations.NullMarked;
