using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class ProcessClosing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "closed_by_name",
                table: "processes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "closed_on",
                table: "processes",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "closed_reason",
                table: "processes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "last_version",
                table: "processes",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "closed_by_name",
                table: "processes");

            migrationBuilder.DropColumn(
                name: "closed_on",
                table: "processes");

            migrationBuilder.DropColumn(
                name: "closed_reason",
                table: "processes");

            migrationBuilder.DropColumn(
                name: "last_version",
                table: "processes");
        }
    }
}
