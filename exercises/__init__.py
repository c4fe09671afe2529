"""Five exercises on gradient descent, their tests, and the coach that explains a failure."""
