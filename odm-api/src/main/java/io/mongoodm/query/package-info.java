@NullMarked
package io.mongoodm.query;

import org.jspecify.annotations.NullMarked;
