/**
 * What programs that use the ODM test with: an embedded server for each test run, a database for each test class, and a
 * record of the commands that were sent.
 */
@NullMarked
package io.mongoodm.testkit;

import org.jspecify.annotations.NullMarked;
