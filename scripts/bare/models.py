"""The same tables, through the plainest models."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class User(AbstractBaseUser):
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    objects = BaseUserManager()
    USERNAME_FIELD = "username"

    class Meta:
        managed = False
        db_table = "people_user"


class Position(models.Model):
    name = models.JSONField()

    class Meta:
        managed = False
        db_table = "people_position"


class DocumentType(models.Model):
    name = models.JSONField()

    class Meta:
        managed = False
        db_table = "documents_documenttype"


class Document(models.Model):
    code = models.CharField(max_length=60)
    title = models.JSONField()
    type = models.ForeignKey(DocumentType, on_delete=models.PROTECT)
    owner = models.ForeignKey(Position, null=True, on_delete=models.PROTECT)
    access = models.CharField(max_length=10)
    sorted_as = models.CharField(max_length=700)

    class Meta:
        managed = False
        db_table = "documents_document"


class Version(models.Model):
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    issue = models.PositiveSmallIntegerField()
    change = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)
    in_force_from = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "documents_documentversion"
