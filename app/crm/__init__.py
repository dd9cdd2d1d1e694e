"""Sandbox CRM for practising account archiving (客户建档): archives that are checked for truth."""
