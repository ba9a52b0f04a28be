using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class SelfInspections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "checklists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    document_id = table.Column<Guid>(type: "uuid", nullable: true),
                    activity_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    questions = table.Column<string>(type: "jsonb", nullable: false),
                    is_closed = table.Column<bool>(type: "boolean", nullable: false),
                    changed_by_name = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "self_inspections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    checklist_id = table.Column<Guid>(type: "uuid", nullable: false),
                    checklist_name = table.Column<string>(type: "text", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: true),
                    activity_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    responsible_id = table.Column<string>(type: "text", nullable: true),
                    responsible_name = table.Column<string>(type: "text", nullable: true),
                    responsible_role = table.Column<string>(type: "text", nullable: true),
                    questions = table.Column<string>(type: "jsonb", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    yes = table.Column<int>(type: "integer", nullable: false),
                    no = table.Column<int>(type: "integer", nullable: false),
                    not_applicable = table.Column<int>(type: "integer", nullable: false),
                    unanswered = table.Column<int>(type: "integer", nullable: false),
                    started_by_name = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_by_name = table.Column<string>(type: "text", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_self_inspections", x => x.id);
                    table.ForeignKey(
                        name: "fk_self_inspections_checklists_checklist_id",
                        column: x => x.checklist_id,
                        principalTable: "checklists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_checklists_name_id",
                table: "checklists",
                columns: new[] { "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_self_inspections_checklist_id",
                table: "self_inspections",
                column: "checklist_id");

            migrationBuilder.CreateIndex(
                name: "ix_self_inspections_responsible_id",
                table: "self_inspections",
                column: "responsible_id");

            migrationBuilder.CreateIndex(
                name: "ix_self_inspections_status_due_on",
                table: "self_inspections",
                columns: new[] { "status", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_self_inspections_unit_code_due_on",
                table: "self_inspections",
                columns: new[] { "unit_code", "due_on" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "self_inspections");

            migrationBuilder.DropTable(
                name: "checklists");
        }
    }
}
