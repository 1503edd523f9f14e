"""Making many tables in one migration without building every model anew for each of them."""

from django.db import migrations


class CreateAtOnce(migrations.operations.base.Operation):
    """``CreateModel`` operations, and what completes those models, done as one.

    Django builds all related models anew after each operation; here nearly all are related, so
    that a hundred tables cost a hundred times a hundred models. The tables are made as they are
    at the end of the block: only what belongs to models of the block may stand in it.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations):
        self.operations = operations
        self.made = {op.name_lower for op in operations if isinstance(op, migrations.CreateModel)}
        strange = [
            op
            for op in operations
            if not isinstance(op, migrations.CreateModel) and op.model_name_lower not in self.made
        ]
        if strange:
            raise ValueError(f"Not about a model of this block: {strange[0]}")

    def deconstruct(self):
        return (self.__class__.__qualname__, [self.operations], {})

    def describe(self):
        return f"Create {len(self.made)} models at once"

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # built once, when it is next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for name in self._in_order():
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for name in reversed(self._in_order()):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def _in_order(self):
        return [op.name_lower for op in self.operations if isinstance(op, migrations.CreateModel)]
