package io.deltas3proxy.website.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Is told of every request to a site when it has ended, however it ended. Must be quick. */
@FunctionalInterface
public interface Visitors {

  /**
   * A request has ended.
   *
   * @param visited what was asked for and what became of it
   * @param request whose headers may be read
   * @param response whose status may be read
   */
  void left(Visited visited, HttpServletRequest request, HttpServletResponse response);
}
