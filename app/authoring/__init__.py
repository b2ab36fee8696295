"""Authoring: block documents in, validated and compiled plans out."""

from app.authoring.block import check_block, compile_block
from app.authoring.email_html import check_email
from app.authoring.schema import block_schema

__all__ = ["block_schema", "check_block", "check_email", "compile_block"]
