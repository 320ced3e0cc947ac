"""The API of the assessment, over the same selectors, actions and gate as its pages."""
