"""Mutation testing of the solutions: does a check notice each small mistake?"""
